/** One attempt to call AWS, and its result. */
export interface AwsCall {
  readonly service: 'S3' | 'STS';
  /** The operation's name in the API Reference. */
  readonly operation: string;
  /** The HTTP status of the answer, or `unanswered`. */
  readonly status: number | 'unanswered';
  readonly seconds: number;
}

/** An observer of calls. Its methods must not throw. */
export interface CallObserver {
  /**
   * Is called before an attempt.
   *
   * @param headers the headers of the attempt, to which the observer may add others: the signature exists already
   * @returns a function that is called with the result of the attempt
   */
  calling?:
    | ((
        service: AwsCall['service'],
        operation: string,
        headers: Record<string, string>,
      ) => (call: AwsCall) => void)
    | undefined;
  called(call: AwsCall): void;
}

interface Context {
  readonly clientName?: string;
  readonly commandName?: string;
}
type Step = (args: object) => Promise<{ readonly response: unknown }>;
interface Stack {
  addRelativeTo(middleware: (next: Step, context: Context) => Step, options: object): void;
}

/** Tells an observer of every attempt of an SDK client, including the attempts that the SDK repeats. */
export function observeCalls(
  client: { readonly middlewareStack: object },
  observer: CallObserver | undefined,
): void {
  if (!observer) return;
  (client.middlewareStack as Stack).addRelativeTo(
    (next, { clientName, commandName = '' }) => {
      const service: AwsCall['service'] = clientName === 'STSClient' ? 'STS' : 'S3';
      const operation = commandName.replace(/Command$/, '');
      return async (args) => {
        const start = performance.now();
        const { headers } = (args as { request: { headers: Record<string, string> } }).request;
        const ended = observer.calling?.(service, operation, headers);
        const end = (status: AwsCall['status']) => {
          const call = { service, operation, status, seconds: (performance.now() - start) / 1000 };
          observer.called(call);
          ended?.(call);
        };
        try {
          const result = await next(args);
          end((result.response as { statusCode: number }).statusCode);
          return result;
        } catch (error) {
          end('unanswered');
          throw error;
        }
      };
    },
    { name: 'observeCalls', relation: 'after', toMiddleware: 'deserializerMiddleware' },
  );
}
