#!/bin/sh
# Runs what is due in prod, and nothing else: for cron, every hour or every minute. Waits for a run that is still at
# work. Prints nothing, so that cron mails nothing, unless something is wrong; `sluice history` tells of every run.
cd "$(dirname "$0")/.." || exit 2
exec node_modules/.bin/sluice run prod --quiet --lock-timeout 10m "$@"
