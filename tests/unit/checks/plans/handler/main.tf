# A function as teams share it: the role and its policy inside, where failed events go given from outside.
variable "name" {
  type = string
}

variable "failures" {
  type    = object({ arn = string })
  default = null
}

variable "may_send_to" {
  type    = string
  default = null
}

variable "keeps_failures" {
  type    = bool
  default = true
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "send" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [var.may_send_to]
  }
}

resource "aws_iam_role" "this" {
  name_prefix        = var.name
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy" "send" {
  count  = var.keeps_failures ? 1 : 0
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.send.json
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = aws_iam_role.this.arn
  handler       = "index.handler"
  runtime       = "python3.13"
  s3_bucket     = "artifacts"
  s3_key        = "${var.name}.zip"
  publish       = true
}

resource "aws_lambda_function_event_invoke_config" "this" {
  count         = var.keeps_failures ? 1 : 0
  function_name = aws_lambda_function.this.function_name

  destination_config {
    on_failure {
      destination = var.failures.arn
    }
  }

  depends_on = [aws_iam_role_policy.send]
}

output "function" {
  value = aws_lambda_function.this
}

output "arn" {
  value = aws_lambda_function.this.arn
}

output "role" {
  value = aws_iam_role.this.name
}
