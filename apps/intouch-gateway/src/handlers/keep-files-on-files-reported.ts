import { topics, type FilesReported } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { FileStore } from '../store/file.store.js';

@On(topics.filesReported, { why: 'people see what became of a vendor\'s files, and which codes the settings have no word for' })
export class KeepFilesOnFilesReported {
  constructor(private readonly files: FileStore) {}

  async handle(messages: readonly Message<FilesReported>[]): Promise<void> {
    const reports = messages.map(({ payload }) => payload);
    await this.files.keep(reports);
    await this.files.keepUnmappedCodes(reports);
  }
}
