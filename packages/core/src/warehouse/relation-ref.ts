/** A relation in a warehouse: unquoted parts. */
export interface RelationRef {
  readonly catalog?: string | undefined;
  readonly schema: string;
  readonly name: string;
}
