import type { Shell } from "./shells.js";

/** Scripts ask the command itself, so they never go out of date: options, commands and names come from one place. */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: `# sluice completion for bash: source <(sluice completion bash)
_sluice_complete() {
  local line="\${COMP_LINE:0:COMP_POINT}" cur word
  local -a words
  read -r -a words <<< "$line"
  [[ "$line" == *[[:space:]] ]] && words+=("")
  cur="\${words[\${#words[@]}-1]}"
  COMPREPLY=()
  while IFS= read -r word; do
    [[ -n "$word" ]] && COMPREPLY+=("$word")
  done < <("\${words[0]}" __complete bash -- "\${words[@]:1}" 2>/dev/null)
  # Readline completes after the last ":" or "=" only: what stands before it is taken off.
  local at="\${COMP_WORDS[COMP_CWORD]}" head=""
  [[ "$at" == ":" || "$at" == "=" ]] && at=""
  [[ "$cur" == *"$at" ]] && head="\${cur%"$at"}"
  if [[ -n "$head" ]]; then
    local i
    for i in "\${!COMPREPLY[@]}"; do COMPREPLY[i]="\${COMPREPLY[i]#"$head"}"; done
  fi
  if (( \${#COMPREPLY[@]} == 0 )); then
    compopt -o default 2>/dev/null
  fi
}
complete -F _sluice_complete sluice
`,
  zsh: `#compdef sluice
# sluice completion for zsh: source <(sluice completion zsh)
_sluice() {
  local -a candidates
  local line
  while IFS= read -r line; do
    [[ -n "$line" ]] && candidates+=("$line")
  done < <("\${words[1]}" __complete zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe 'sluice' candidates
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == "_sluice" ]]; then
  _sluice "$@"
else
  compdef _sluice sluice
fi
`,
  fish: `# sluice completion for fish: sluice completion fish | source
function __sluice_complete
  set -l words (commandline -opc) (commandline -ct)
  sluice __complete fish -- $words[2..-1] 2>/dev/null
end
complete -c sluice -f -a '(__sluice_complete)'
complete -c sluice -n '__fish_contains_opt -s o output file project' -F
`,
};
