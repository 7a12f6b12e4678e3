// The function's side of the runtime API, as in AWS's runtime for Node: loads the handler, then handles one event after
// the other. Lambda Developer Guide, "Building a custom runtime". AWS's own client can be installed only with a C++
// compiler.

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const runtime = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

const post = (path, body) => fetch(`${runtime}${path}`, { method: 'POST', body: JSON.stringify(body) });

const describe = (error) => ({
  errorType: error.name,
  errorMessage: error.message,
  trace: error.stack?.split('\n') ?? [],
});

async function load() {
  try {
    const [file, name] = _HANDLER.split('.');
    return (await import(`${LAMBDA_TASK_ROOT}/${file}.mjs`))[name];
  } catch (error) {
    await post('/init/error', describe(error));
    process.exit(1);
  }
}

const handler = await load();
for (;;) {
  const next = await fetch(`${runtime}/invocation/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  try {
    const result = await handler(await next.json(), { awsRequestId: id });
    await post(`/invocation/${id}/response`, result);
  } catch (error) {
    await post(`/invocation/${id}/error`, describe(error));
  }
}
