/** One attempt to call AWS, as it ended. */
export interface AwsCall {
  readonly service: 'S3' | 'STS';
  /** The operation's name in the API Reference. */
  readonly operation: string;
  /** The status of the answer, or `unanswered`. */
  readonly status: number | 'unanswered';
  readonly seconds: number;
}

/** Is told of calls, and may not throw. */
export interface CallObserver {
  /**
   * Before an attempt.
   *
   * @param headers of it, to which others may be added: the signature is made already
   * @returns what is told how it ended
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

/** Has an observer told of every attempt of an SDK client: those that the SDK repeats, too. */
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
