import { testDatabase, type TestDatabase } from '@intouch/postgres/testing';
import { TestService, type TestServiceOptions } from './test-service.js';

/** A database of its own and the services of one test; `close` ends all of it. */
export class Stage {
  private readonly services: TestService[] = [];

  private constructor(private readonly database: TestDatabase) {}

  /** @param server default `TEST_DATABASE_URL` */
  static async open(server?: string): Promise<Stage> {
    return new Stage(await testDatabase(server));
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  async start(options: Omit<TestServiceOptions, 'databaseUrl'>): Promise<TestService> {
    const service = this.prepare(options);
    await service.start();
    return service;
  }

  /** Not started yet. */
  prepare(options: Omit<TestServiceOptions, 'databaseUrl'>): TestService {
    const service = new TestService({ databaseUrl: this.databaseUrl, ...options });
    this.services.push(service);
    return service;
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.database.drop();
  }
}
