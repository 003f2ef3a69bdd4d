import { Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';

/** HTTP calls that wait for an answer from the ring. */
@Injectable()
export class WaitingStore {
  constructor(private readonly database: Database) {}

  async expect(requestId: string): Promise<void> {
    // Calls whose instance died while waiting leave a row; nobody waits that long.
    await this.database.run("DELETE FROM waiting_request WHERE created_at < now() - interval '1 hour'");
    await this.database.run('INSERT INTO waiting_request (request_id) VALUES ($1)', [requestId]);
  }

  async answer(answers: readonly { readonly requestId: string; readonly answer: object }[]): Promise<void> {
    if (answers.length === 0) return;
    await this.database.run(
      `UPDATE waiting_request SET answer = r.answer FROM jsonb_to_recordset($1::jsonb) AS r ("requestId" text, answer jsonb)
       WHERE request_id = r."requestId" AND waiting_request.answer IS NULL`,
      [JSON.stringify(answers)],
    );
  }

  async answerTo<T>(requestId: string): Promise<T | undefined> {
    const row = await this.database.row<{ answer: T | null }>('SELECT answer FROM waiting_request WHERE request_id = $1', [requestId]);
    return row?.answer ?? undefined;
  }

  async forget(requestId: string): Promise<void> {
    await this.database.run('DELETE FROM waiting_request WHERE request_id = $1', [requestId]);
  }
}
