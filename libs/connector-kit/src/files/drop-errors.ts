/**
 * What can go wrong at a drop, named by what happens next. Messages are plain words of ours: no password, no key, no file
 * name and nothing a server said.
 */

/** Somebody must change something first: the settings here, or the account and its rights there. */
export class DropRefused extends Error {
  override readonly name = 'DropRefused';
  constructor(
    /** Issue code; `drop-host-key`: the server is another one than the fingerprint says, or none was given. */
    readonly code: 'drop-refused' | 'drop-host-key',
    message: string,
  ) {
    super(message);
  }
}

/** No connection, none any more, no answer in time, or one that says to try again: opened anew later. */
export class DropUnavailable extends Error {
  override readonly name = 'DropUnavailable';
}

/** The file is not there any more, another instance or the vendor took it: nothing is left to do with it. */
export class DropFileGone extends Error {
  override readonly name = 'DropFileGone';
  constructor() {
    super('The file is not there any more');
  }
}

/** A move found another file of the new name; both stay as they are: another name is needed. */
export class DropNameTaken extends Error {
  override readonly name = 'DropNameTaken';
  constructor() {
    super('There is another file of that name');
  }
}
