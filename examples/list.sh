#!/bin/sh
# All workloads, page by page, with nothing but curl and sed: NAMESPACE/NAME a line.
#   BREAKWATER_TOKEN=bw_… sh examples/list.sh
set -eu
url=${BREAKWATER_URL:-http://127.0.0.1:4000}
query='query ($after: String) { workloads(first: 100, after: $after) { nodes { namespace name } pageInfo { hasNextPage endCursor } } }'
after=null

while :; do
  answer=$(curl --silent --show-error --fail-with-body "$url/graphql" \
    --header "Authorization: Bearer $BREAKWATER_TOKEN" --header 'Content-Type: application/json' \
    --data "{\"query\": \"$query\", \"variables\": {\"after\": $after}}")
  case $answer in *'"errors":'*) echo "$answer" >&2; exit 1 ;; esac
  echo "$answer" | sed 's/{"namespace"/\n&/g' | sed -n 's/^{"namespace":"\([^"]*\)","name":"\([^"]*\)".*/\1\/\2/p'
  case $answer in *'"hasNextPage":true'*) ;; *) break ;; esac
  after=$(echo "$answer" | sed 's/.*"endCursor":\("[^"]*"\).*/\1/')
done
