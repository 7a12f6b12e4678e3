resource "aws_iam_openid_connect_provider" "this" {
  count = var.create && var.create_provider ? 1 : 0

  url             = var.issuer_url
  client_id_list  = var.audiences
  thumbprint_list = var.thumbprints
  tags            = var.tags
}

data "aws_iam_openid_connect_provider" "existing" {
  count = var.create && !var.create_provider ? 1 : 0

  url = var.issuer_url

  lifecycle {
    postcondition {
      condition     = length(setsubtract(var.audiences, self.client_id_list)) == 0
      error_message = "The account's provider of ${var.issuer_url} does not know the audiences ${join(", ", setsubtract(var.audiences, self.client_id_list))}: add them to its client ids."
    }
  }
}
