locals {
  # Alarms for AWS's own metrics, and for those that the function writes in the embedded metric format.
  alarms = var.create && var.create_alarms ? {
    errors    = { namespace = "AWS/Lambda", metric = "Errors", statistic = "Sum", threshold = 0, what = "Events failed because the function could not start, or crashed." }
    throttles = { namespace = "AWS/Lambda", metric = "Throttles", statistic = "Sum", threshold = 0, what = "Events were refused because the concurrency limit was reached." }
    faults    = { namespace = "TenantPresign", metric = "Faults", statistic = "Sum", threshold = var.alarm_faults, what = "Requests were answered with a 5xx status. STS, KMS or a role may refuse the function." }
  } : {}
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.what
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  dimensions          = { FunctionName = var.name }
  tags                = var.tags
}
