#!/bin/sh
# Called every hour, or every minute: runs what is due in prod, and nothing else. Cron mails what it prints, so it
# prints the log of a run that went wrong and nothing of one that went well.
set -u
cd "$(dirname "$0")/.." || exit 2
mkdir -p logs
log="logs/$(date -u +%Y-%m-%d).log"
out="$(npx --no-install sluice run prod --lock-timeout 10m "$@" 2>&1)"
code=$?
printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$out" >>"$log"
[ "$code" -eq 0 ] || printf '%s\n' "$out" >&2
exit "$code"
