mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "222222222222" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }
  mock_data "aws_s3_bucket" {
    defaults = { bucket_region = "eu-west-1" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:222222222222:key/1234abcd", key_id = "1234abcd" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::222222222222:role/team-a-presign" }
  }
}

variables {
  name        = "team-a"
  account_id  = "222222222222"
  bucket_name = "team-a-files"
  trust = {
    issuers = { blue = { provider_arn = "arn:aws:iam::222222222222:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE" } }
  }
  grants = [
    { actions = ["download", "list"], prefixes = ["shared/"] },
    { actions = ["upload"], prefixes = ["users/$${sub}/"] },
  ]
}

run "limits_of_grants_are_agreed_and_change_no_policy" {
  variables {
    grants = [
      { actions = ["download", "list"], prefixes = ["shared/"] },
      { actions = ["upload"], prefixes = ["users/$${sub}/"], limits = { maxUploadBytes = 5242880, contentTypes = ["image/*"] } },
    ]
  }

  assert {
    condition     = output.agreement.grants[1].limits.maxUploadBytes == 5242880 && output.agreement.grants[0].limits == null
    error_message = "agreement"
  }

  assert {
    condition     = toset(flatten([for statement in jsondecode(aws_iam_role_policy.s3[0].policy).Statement : statement.Action])) == toset(["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObjectTagging", "s3:ListBucket"])
    error_message = "limits are no actions of IAM"
  }
}

run "the_least_that_must_be_said" {
  assert {
    condition     = aws_iam_role.this[0].name == "team-a-presign" && aws_iam_role.this[0].max_session_duration == 3600 && aws_iam_role.this[0].permissions_boundary == null
    error_message = "role"
  }

  assert {
    condition = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement[0].Condition.StringEquals == {
      "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub" = "system:serviceaccount:team-a:tenant-presign"
      "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:aud" = "sts.amazonaws.com"
    }
    error_message = "trust names one subject and one audience"
  }

  assert {
    condition     = toset(flatten([for statement in jsondecode(aws_iam_role_policy.s3[0].policy).Statement : statement.Action])) == toset(["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObjectTagging", "s3:ListBucket"])
    error_message = "no action beyond the grants"
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.s3[0].policy).Statement : statement.Condition.StringEqualsIfExists == { "aws:ResourceAccount" = "222222222222" }])
    error_message = "every permission is for the tenant's account"
  }

  assert {
    condition     = aws_s3_bucket.this[0].force_destroy == false && aws_s3_bucket_versioning.this["team-a-files"].versioning_configuration[0].status == "Enabled"
    error_message = "nothing destroys data"
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this["team-a-files"].rule) == 2 && aws_s3_bucket_lifecycle_configuration.this["team-a-files"].rule[0].abort_incomplete_multipart_upload[0].days_after_initiation == 7 && aws_s3_bucket_lifecycle_configuration.this["team-a-files"].rule[1].expiration[0].expired_object_delete_marker
    error_message = "the lifecycle ends unfinished uploads and orphaned delete markers, and nothing else"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this["team-a-files"].block_public_acls,
      aws_s3_bucket_public_access_block.this["team-a-files"].block_public_policy,
      aws_s3_bucket_public_access_block.this["team-a-files"].ignore_public_acls,
      aws_s3_bucket_public_access_block.this["team-a-files"].restrict_public_buckets,
      aws_s3_bucket_ownership_controls.this["team-a-files"].rule[0].object_ownership == "BucketOwnerEnforced",
    ])
    error_message = "no public access, no ACLs"
  }

  assert {
    condition     = aws_kms_key.this[0].enable_key_rotation && aws_kms_key.this[0].deletion_window_in_days == 30 && one(aws_s3_bucket_server_side_encryption_configuration.this["team-a-files"].rule).bucket_key_enabled
    error_message = "a key of its own, with bucket key"
  }

  assert {
    condition     = length(aws_s3_bucket_cors_configuration.this) + length(aws_s3_bucket_logging.this) + length(aws_s3_bucket_notification.this) == 0
    error_message = "what costs, or opens, is off"
  }
}

run "an_existing_bucket_stays_as_it_is" {
  variables {
    create_bucket = false
    encryption    = { type = "sse-s3" }
  }

  assert {
    condition     = length(aws_s3_bucket.this) + length(aws_s3_bucket_policy.this) + length(aws_s3_bucket_versioning.this) + length(aws_s3_bucket_lifecycle_configuration.this) + length(aws_kms_key.this) == 0
    error_message = "nothing of the bucket is managed"
  }

  assert {
    condition     = output.bucket == "team-a-files" && strcontains(output.policies.bucket, "s3:signatureAge") && output.agreement.max_signature_seconds == null
    error_message = "but the policy to add is there, and nothing is promised"
  }
}

run "an_existing_bucket_can_be_configured" {
  variables {
    create_bucket   = false
    bucket_settings = ["policy", "encryption"]
  }

  assert {
    condition     = length(aws_s3_bucket.this) == 0 && length(aws_s3_bucket_policy.this) == 1 && length(aws_s3_bucket_server_side_encryption_configuration.this) == 1
    error_message = "what is named"
  }

  assert {
    condition     = length(aws_s3_bucket_cors_configuration.this) + length(aws_s3_bucket_lifecycle_configuration.this) + length(aws_s3_bucket_versioning.this) + length(aws_s3_bucket_notification.this) + length(aws_s3_bucket_logging.this) + length(aws_s3_bucket_public_access_block.this) == 0
    error_message = "and nothing else"
  }
}

run "all_that_is_optional" {
  variables {
    role_path                = "/presign/"
    permissions_boundary_arn = "arn:aws:iam::222222222222:policy/boundary"
    max_session_duration     = 43200
    max_expires_in           = 7200
    cors_origins             = ["https://app.example"]
    noncurrent_version_days  = 30
    url_sources              = { ip_ranges = ["203.0.113.0/24"], vpc_endpoints = ["vpce-0123456789abcdef0"] }
    clean_tag                = { key = "GuardDutyMalwareScanStatus", value = "NO_THREATS_FOUND" }
    access_log               = { bucket = "team-a-logs" }
    eventbridge              = true
    tags                     = { team = "a" }
  }

  assert {
    condition     = aws_iam_role.this[0].path == "/presign/" && aws_iam_role.this[0].permissions_boundary == "arn:aws:iam::222222222222:policy/boundary" && aws_iam_role.this[0].max_session_duration == 43200 && aws_iam_role.this[0].tags.team == "a"
    error_message = "role"
  }

  assert {
    condition     = one(aws_s3_bucket_cors_configuration.this["team-a-files"].cors_rule).allowed_origins == toset(["https://app.example"]) && contains(one(aws_s3_bucket_cors_configuration.this["team-a-files"].cors_rule).expose_headers, "ETag") && !contains(one(aws_s3_bucket_cors_configuration.this["team-a-files"].cors_rule).allowed_methods, "DELETE")
    error_message = "CORS"
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this["team-a-files"].rule) == 3
    error_message = "old versions end"
  }

  assert {
    condition     = strcontains(aws_s3_bucket_policy.this["team-a-files"].policy, "\"s3:signatureAge\":\"7200000\"") && strcontains(aws_s3_bucket_policy.this["team-a-files"].policy, "vpce-0123456789abcdef0")
    error_message = "bucket policy"
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.s3[0].policy, "s3:ExistingObjectTag/GuardDutyMalwareScanStatus") && !strcontains(aws_iam_role_policy.s3[0].policy, "PutObjectTagging")
    error_message = "who may call an object clean can't be the one who put it"
  }

  assert {
    condition     = aws_s3_bucket_logging.this[0].target_bucket == "team-a-logs" && aws_s3_bucket_notification.this[0].eventbridge
    error_message = "watching"
  }
}

run "pod_identity" {
  variables {
    trust = { associations = { blue = { source_role_arn = "arn:aws:iam::111111111111:role/pods", external_id = "from-eks" } } }
  }

  assert {
    condition = jsondecode(aws_iam_role.this[0].assume_role_policy).Statement == [{
      Sid       = "OneRoleThatSaysTheExternalId", Effect = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:role/pods" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = { "sts:ExternalId" = "from-eks" } }
    }]
    error_message = "trust"
  }

  assert {
    condition     = output.credentials == "pod-identity" && output.external_id == null && output.source_role_arn == null
    error_message = "of Pod Identity the tenant file says nothing"
  }
}

run "chained" {
  variables {
    trust = { chains = { hub = { source_role_arn = "arn:aws:iam::111111111111:role/hub", external_id = "tenant-presign/team-a", source_identity = true } } }
  }

  assert {
    condition     = toset(jsondecode(aws_iam_role.this[0].assume_role_policy).Statement[0].Action) == toset(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])
    error_message = "trust"
  }

  assert {
    condition     = output.credentials == "chained" && output.external_id == "tenant-presign/team-a" && output.source_role_arn == "arn:aws:iam::111111111111:role/hub"
    error_message = "outputs"
  }
}

run "where_nobody_may_list_the_bucket_can_be_proven" {
  variables {
    grants = [{ actions = ["upload"], prefixes = ["in/$${sub}/"] }]
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.s3[0].policy).Statement : statement.Condition if statement.Sid == "ProveBucket"]).StringEquals == { "s3:prefix" = "in/" }
    error_message = "one prefix, one key"
  }
}

run "the_partition_of_china" {
  override_data {
    target = data.aws_partition.this
    values = { partition = "aws-cn", dns_suffix = "amazonaws.com.cn" }
  }
  override_data {
    target = data.aws_region.this
    values = { region = "cn-north-1" }
  }
  override_resource {
    target = aws_kms_key.this
    values = { arn = "arn:aws-cn:kms:cn-north-1:222222222222:key/1234abcd", key_id = "1234abcd" }
  }
  variables {
    trust = { issuers = { blue = { provider_arn = "arn:aws-cn:iam::222222222222:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/EXAMPLE" } } }
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.s3[0].policy, "arn:aws-cn:s3:::team-a-files/shared/*") && strcontains(aws_iam_role_policy.kms[0].policy, "s3.cn-north-1.amazonaws.com") && strcontains(aws_s3_bucket_policy.this["team-a-files"].policy, "arn:aws-cn:s3:::team-a-files")
    error_message = "partition and Region"
  }
}
