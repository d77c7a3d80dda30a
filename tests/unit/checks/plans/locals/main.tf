terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
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
# A plan shows what refers to local values, and not what these are.
locals {
  failures = { arn = aws_sqs_queue.failures.arn, permission = aws_iam_role_policy.send.id }
  function = aws_lambda_function.orders
  invoked  = local.function.arn
  first    = aws_lambda_function_event_invoke_config.orders.id
}

resource "aws_iam_role" "orders" {
  name_prefix        = "orders"
  assume_role_policy = "{}"
}

resource "aws_sqs_queue" "failures" {
  name_prefix = "failures"
}

resource "aws_sqs_queue" "undelivered" {
  name_prefix = "undelivered"
}

resource "aws_iam_role_policy" "send" {
  role   = aws_iam_role.orders.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.failures.arn }] })
}

resource "aws_lambda_function" "orders" {
  function_name = "orders"
  role          = aws_iam_role.orders.arn
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "main.tf"
  publish       = true
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = local.function.function_name
  function_version = local.function.version
}

resource "aws_lambda_function_event_invoke_config" "orders" {
  function_name = local.function.function_name
  destination_config {
    on_failure { destination = local.failures.permission == "" ? "" : aws_sqs_queue.failures.arn }
  }
}

resource "aws_lambda_function_event_invoke_config" "live" {
  function_name = local.first == "" ? "" : aws_lambda_function.orders.function_name
  qualifier     = aws_lambda_alias.live.name
  destination_config {
    on_failure { destination = local.failures.permission == "" ? "" : aws_sqs_queue.failures.arn }
  }
}

resource "aws_cloudwatch_event_target" "hourly" {
  rule = "hourly"
  arn  = local.invoked
  dead_letter_config { arn = aws_sqs_queue.undelivered.arn }
}

resource "aws_lambda_permission" "sns" {
  action        = "lambda:InvokeFunction"
  function_name = local.invoked
  principal     = "sns.amazonaws.com"
}
