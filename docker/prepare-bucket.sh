#!/bin/sh
# Makes the bucket unless it is there, and lets pages of PUBLIC_URL's origin read from it and send photos into it.
# AWS_ENDPOINT_URL, AWS_REGION, the access keys, BUCKET and PUBLIC_URL come from the environment.
set -eu

origin=$(printf '%s' "$PUBLIC_URL" | sed -E 's#^(https?://[^/]+).*$#\1#')

aws s3api head-bucket --bucket "$BUCKET" 2>/dev/null || aws s3api create-bucket --bucket "$BUCKET"
aws s3api put-bucket-cors --bucket "$BUCKET" --cors-configuration "{
  \"CORSRules\": [{
    \"AllowedOrigins\": [\"$origin\"],
    \"AllowedMethods\": [\"GET\", \"HEAD\", \"PUT\"],
    \"AllowedHeaders\": [\"content-type\", \"if-none-match\", \"x-amz-checksum-sha256\"],
    \"ExposeHeaders\": [\"ETag\"],
    \"MaxAgeSeconds\": 3600
  }]
}"
