# Each document, or each of its statements, is a file with plain placeholders: policies/*.json.tftpl. The repository's
# tests render the same files and compare the results.

locals {
  # Maps each action to its prefixes in ARNs: with the tenant's own prefix, and without the callers' claims.
  granted = {
    for action in distinct(flatten(var.grants[*].actions)) : action => distinct(flatten([
      for grant in var.grants : [
        for prefix in grant.prefixes : "${var.key_prefix}${replace(prefix, "/[^/]*\\$\\{.*/", "")}"
      ] if contains(grant.actions, action)
    ]))
  }

  # The service verifies the bucket by listing one key under the first prefix. Without a grant of list, it may list
  # nothing else.
  proof_prefix = "${var.key_prefix}${replace(var.grants[0].prefixes[0], "/[^/]*\\$\\{.*/", "")}"

  templates = {
    download        = [var.clean_tag == null ? "download" : "download-clean"]
    upload          = var.clean_tag == null ? ["upload", "upload-tags"] : ["upload"]
    delete          = ["delete"]
    downloadVersion = [var.clean_tag == null ? "download-version" : "download-version-clean"]
    deleteVersion   = ["delete-version"]
  }

  object_statements = flatten([
    for action, prefixes in local.granted : [
      for template in local.templates[action] : jsondecode(templatefile("${path.module}/policies/${template}.json.tftpl", {
        account   = local.account
        objects   = jsonencode([for prefix in prefixes : "${local.bucket_arn}/${prefix}*"])
        tag_key   = try(var.clean_tag.key, "")
        tag_value = try(var.clean_tag.value, "")
      }))
    ] if action != "list"
  ])

  listed        = lookup(local.granted, "list", [])
  list_template = length(local.listed) == 0 ? "prove-bucket" : contains(local.listed, "") ? "list-everything" : "list"
  list_statement = jsondecode(templatefile("${path.module}/policies/${local.list_template}.json.tftpl", {
    account    = local.account
    bucket_arn = local.bucket_arn
    prefix     = local.proof_prefix
    prefixes   = jsonencode([for prefix in local.listed : "${prefix}*"])
  }))

  # A listing of versions needs both actions, so the inner one of each pair of nested prefixes is allowed.
  versions_listed = distinct(flatten([
    for one in local.listed : [
      for other in lookup(local.granted, "downloadVersion", []) :
      startswith(other, one) ? [other] : startswith(one, other) ? [one] : []
    ]
  ]))
  versions_statements = [
    for template in [contains(local.versions_listed, "") ? "list-versions-everything" : "list-versions"] :
    jsondecode(templatefile("${path.module}/policies/${template}.json.tftpl", {
      account    = local.account
      bucket_arn = local.bucket_arn
      prefixes   = jsonencode([for prefix in local.versions_listed : "${prefix}*"])
    })) if length(local.versions_listed) > 0
  ]

  s3_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.object_statements, [local.list_statement], local.versions_statements)
  })

  # S3 decrypts the parts of multipart uploads: S3 User Guide, "Uploading an object with KMS".
  kms_actions = concat(
    length(setintersection(keys(local.granted), ["download", "downloadVersion", "upload"])) > 0 ? ["kms:Decrypt"] : [],
    contains(keys(local.granted), "upload") ? ["kms:GenerateDataKey"] : [],
  )
  uses_kms = var.create && var.encryption.type == "sse-kms" && length(local.kms_actions) > 0
  kms_policy = local.uses_kms ? jsonencode(jsondecode(templatefile("${path.module}/policies/kms.json.tftpl", {
    account    = try(split(":", var.encryption.key_arn)[4], local.account)
    actions    = jsonencode(local.kms_actions)
    dns_suffix = data.aws_partition.this.dns_suffix
    key_arn    = local.key_arn
    region     = local.region
  }))) : null
}
