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

provider "aws" {
  alias                       = "west"
  region                      = "us-west-2"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

locals {
  handlers = { orders = "rate(1 hour)", returns = "rate(1 day)" }
  stages   = ["beta", "live"]
}

resource "aws_sqs_queue" "failures" {
  for_each                  = local.handlers
  name                      = "${each.key}-failures"
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "undelivered" {
  name = "undelivered"
}

# Modules with for_each, wired by the same keys.
module "handler" {
  source      = "../handler"
  for_each    = local.handlers
  name        = each.key
  failures    = aws_sqs_queue.failures[each.key]
  may_send_to = aws_sqs_queue.failures[each.key].arn
}

resource "aws_cloudwatch_event_rule" "tick" {
  for_each            = local.handlers
  schedule_expression = each.value
}

resource "aws_cloudwatch_event_target" "tick" {
  for_each = module.handler
  rule     = aws_cloudwatch_event_rule.tick[each.key].name
  arn      = each.value.arn

  dead_letter_config {
    arn = aws_sqs_queue.undelivered.arn
  }
}

resource "aws_lambda_permission" "tick" {
  for_each      = module.handler
  action        = "lambda:InvokeFunction"
  function_name = each.value.function.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.tick[each.key].arn
}

# Aliases with count, their configurations one after the other and after that of $LATEST.
resource "aws_lambda_alias" "stage" {
  count            = length(local.stages)
  name             = local.stages[count.index]
  function_name    = module.handler["orders"].function.function_name
  function_version = module.handler["orders"].function.version
}

resource "aws_lambda_function_event_invoke_config" "beta" {
  function_name = aws_lambda_alias.stage[0].function_name
  qualifier     = aws_lambda_alias.stage[0].name

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failures["orders"].arn
    }
  }

  depends_on = [module.handler]
}

resource "aws_lambda_function_event_invoke_config" "live" {
  function_name = aws_lambda_alias.stage[1].function_name
  qualifier     = aws_lambda_alias.stage[1].name

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failures["orders"].arn
    }
  }

  depends_on = [aws_lambda_function_event_invoke_config.beta]
}

resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_sns_topic_subscription" "live" {
  topic_arn      = aws_sns_topic.news.arn
  protocol       = "lambda"
  endpoint       = aws_lambda_alias.stage[1].arn
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.undelivered.arn })
}

# The same names in another region are other functions; nothing invokes this one.
module "elsewhere" {
  source         = "../handler"
  providers      = { aws = aws.west }
  name           = "orders"
  keeps_failures = false
  may_send_to    = "*"
}
