import { Inject, Injectable } from '@nestjs/common';
import { FileStore, type KnownFile } from '../store/file.store.js';
import { DropFileGone, DropNameTaken, type Drop } from './drop.js';
import { markerOf } from './lying.js';
import { placeIn } from './stored-name.js';

const copiesAtMost = 20;

/** Moves files to where it was decided that they belong. What is decided is written down already: a crash in between repeats the move. */
@Injectable()
export class Archiving {
  constructor(@Inject(FileStore) private readonly files: FileStore) {}

  async moveAll(drop: Drop, clubIds: readonly string[]): Promise<void> {
    for (const file of await this.files.toMove(clubIds)) await this.move(drop, file);
  }

  private async move(drop: Drop, file: KnownFile): Promise<void> {
    const to = placeIn({ ...file, folder: file.moveTo! });
    if (to.folder === 'quarantine') await drop.write(to.folder, `${to.name}.reason.json`, JSON.stringify(file.account ?? { reason: file.reason }));
    await this.moveFile(drop, placeIn(file), to);
    if (file.folder === 'in') await drop.remove('in', markerOf(file.name));
    await this.files.moved(file);
  }

  private async moveFile(drop: Drop, from: ReturnType<typeof placeIn>, to: ReturnType<typeof placeIn>): Promise<void> {
    for (let copy = 1; ; copy += 1) {
      try {
        return await drop.move(from, copy === 1 ? to : { ...to, name: `${to.name}.${copy}` });
      } catch (error) {
        // Taken by the club's own people; it is not there to be moved any more.
        if (error instanceof DropFileGone) return;
        // The same content has come under the same name before: nothing is overwritten.
        if (!(error instanceof DropNameTaken) || copy > copiesAtMost) throw error;
      }
    }
  }
}
