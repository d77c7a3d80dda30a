"""The least that a cdktf app costs: no provider package, one stack with one output."""

from cdktf import App, TerraformOutput, TerraformStack

app = App()
stack = TerraformStack(app, "floor")
TerraformOutput(stack, "value", value="1")
app.synth()
