"""The records of a whole queue, sent back one after another: as in a script written for one occasion."""

import json

import boto3

sqs, functions = boto3.client("sqs"), boto3.client("lambda")
url = sqs.get_queue_url(QueueName="failures")["QueueUrl"]
while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get(
    "Messages"
):
    for message in messages:
        record = json.loads(message["Body"])
        answer = functions.invoke(
            FunctionName=record["requestContext"]["functionArn"],
            InvocationType="Event",
            Payload=json.dumps(record["requestPayload"]),
        )
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        print(record["requestContext"]["requestId"], answer["ResponseMetadata"]["RequestId"])
