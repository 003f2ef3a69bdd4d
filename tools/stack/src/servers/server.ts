/** A PostgreSQL or Kafka server, however it was come by. It keeps its address and its data from one start to the next. */
export interface Server {
  /** How it was come by, in a word for the console: `given`, `docker` or `local`. */
  readonly origin: 'given' | 'docker' | 'local';
  /** PostgreSQL: a connection URL with database; Kafka: `host:port[,host:port]`. */
  readonly address: string;
  /** Of a local process; undefined while it is down, and for servers that are no process of ours. */
  readonly pid: number | undefined;
  /** Starts it and returns when it answers. @throws {Error} with the end of its log where it does not */
  start(): Promise<void>;
  /** Ends it at once, as a crash would; it stays down until {@link start}. @throws {Error} for a given server */
  kill(): Promise<void>;
  /** Ends it in order; it stays down until {@link start}. A no-op for a given server. */
  stop(): Promise<void>;
}

/** A server named by the environment: it is not ours to start or to end. */
export class GivenServer implements Server {
  readonly origin = 'given';
  readonly pid = undefined;

  constructor(
    private readonly name: string,
    readonly address: string,
  ) {}

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  kill(): Promise<void> {
    return Promise.reject(new Error(`${this.name} was given by the environment and is not ours to kill`));
  }
}
