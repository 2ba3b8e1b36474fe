#!/bin/sh
# Hands the certificate that Caddy got for the TURN server on to coturn, and runs COMMAND where it is not the one of before:
#   turn-certificate.sh NAME CERTIFICATES_OF_CADDY FOLDER_OF_COTURN USER_OF_COTURN COMMAND...
set -eu
umask 077
name=$1 from=$2 to=$3 owner=$4
shift 4

# Of several issuers, who gave the newest.
certificate=$(find "$from" -name "$name.crt" -exec ls -t {} + | head -n 1)
if [ -z "$certificate" ]; then
  echo "Caddy has no certificate for $name in $from yet: look into its log." >&2
  exit 1
fi
key=${certificate%.crt}.key
if cmp -s "$certificate" "$to/fullchain.pem" && cmp -s "$key" "$to/privkey.pem"; then exit 0; fi

install -m 0400 -o "$owner" "$key" "$to/privkey.pem.new"
install -m 0400 -o "$owner" "$certificate" "$to/fullchain.pem.new"
mv "$to/privkey.pem.new" "$to/privkey.pem"
mv "$to/fullchain.pem.new" "$to/fullchain.pem"
exec "$@"
