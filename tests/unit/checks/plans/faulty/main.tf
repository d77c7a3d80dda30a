terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  handlers = { orders = "rate(1 hour)", returns = "rate(1 day)" }
  stages   = toset(["beta", "live"])
}

# EIC010: a day.
resource "aws_sqs_queue" "failures" {
  name                      = "failures"
  message_retention_seconds = 86400
}

resource "aws_sqs_queue" "ordered" {
  name       = "ordered.fifo"
  fifo_queue = true
}

# EIC003 for one of two instances: it may send to another queue.
module "handler" {
  source      = "../handler"
  for_each    = local.handlers
  name        = each.key
  failures    = aws_sqs_queue.failures
  may_send_to = each.key == "orders" ? aws_sqs_queue.failures.arn : "arn:aws:sqs:eu-west-1:123456789012:other"
}

# EIC001: invoked by the bucket, without failure path.
module "lossy" {
  source         = "../handler"
  count          = 2
  name           = "lossy-${count.index}"
  keeps_failures = false
  may_send_to    = "*"
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = "uploads"

  lambda_function {
    lambda_function_arn = module.lossy[1].arn
    events              = ["s3:ObjectCreated:*"]
  }
}

# EIC008.
resource "aws_cloudwatch_event_target" "tick" {
  for_each = module.handler
  rule     = "tick"
  arn      = each.value.arn
}

# EIC004: the attachment is not waited for. EIC005: a FIFO queue.
data "aws_iam_policy_document" "any" {
  statement {
    actions   = ["sqs:*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "any" {
  policy = data.aws_iam_policy_document.any.json
}

resource "aws_iam_role" "parallel" {
  name               = "parallel"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy_attachment" "any" {
  role       = aws_iam_role.parallel.name
  policy_arn = aws_iam_policy.any.arn
}

resource "aws_lambda_function" "parallel" {
  function_name = "parallel"
  role          = aws_iam_role.parallel.arn
  handler       = "index.handler"
  runtime       = "python3.13"
  s3_bucket     = "artifacts"
  s3_key        = "parallel.zip"
  publish       = true
}

resource "aws_lambda_alias" "stage" {
  for_each         = local.stages
  name             = each.key
  function_name    = aws_lambda_function.parallel.function_name
  function_version = "1"
}

# EIC007: the instances are applied at the same time.
resource "aws_lambda_function_event_invoke_config" "stage" {
  for_each      = local.stages
  function_name = aws_lambda_function.parallel.function_name
  qualifier     = aws_lambda_alias.stage[each.key].name

  destination_config {
    on_failure {
      destination = each.key == "live" ? aws_sqs_queue.failures.arn : aws_sqs_queue.failures.arn
    }
  }

  depends_on = [aws_iam_role_policy_attachment.any]
}

# EIC006: $LATEST once more.
resource "aws_lambda_function_event_invoke_config" "again" {
  function_name = module.handler["orders"].function.function_name
  qualifier     = "$LATEST"

  destination_config {
    on_failure {
      destination = aws_sqs_queue.ordered.arn
    }
  }

  depends_on = [module.handler]
}

resource "aws_lambda_function_event_invoke_config" "early" {
  function_name = aws_lambda_function.parallel.function_name

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failures.arn
    }
  }
}
