/** A column as the engine's binder sees it; `type` is the engine's own canonical text, such as `DECIMAL(18,2)`. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  /** False only when the engine or a contract guarantees it. */
  readonly nullable: boolean;
}
