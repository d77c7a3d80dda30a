"""The configurations of a whole account, requested one after another."""

import json

import boto3

client = boto3.client("lambda")
configurations = client.get_paginator("list_function_event_invoke_configs")
for functions in client.get_paginator("list_functions").paginate():
    for function in functions["Functions"]:
        for page in configurations.paginate(FunctionName=function["FunctionName"]):
            for configuration in page["FunctionEventInvokeConfigs"]:
                print(json.dumps(configuration, default=str))
