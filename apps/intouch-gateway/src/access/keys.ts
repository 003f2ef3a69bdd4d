import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BackgroundWork } from '@intouch/service';
import { Settings } from '../config.js';
import { ClubStore } from '../store/club.store.js';
import { KeyStore } from '../store/key.store.js';
import type { Access } from './access.js';
import { Clubs } from './clubs.js';
import { FreshMap } from './fresh-map.js';

/**
 * SHA-256 and no slow hash: a key is 256 random bits, which nobody can try out, and it is looked up at every request.
 */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Who may come in. Reads what is known into memory at start, before the door opens. */
@Injectable()
export class Keys implements BackgroundWork {
  private readonly known: FreshMap<Access>;

  constructor(
    private readonly store: KeyStore,
    private readonly clubStore: ClubStore,
    private readonly clubs: Clubs,
    private readonly settings: Settings,
  ) {
    this.known = new FreshMap((hash) => this.store.find(hash));
  }

  async start(): Promise<void> {
    const { BOOTSTRAP_KEY: key } = this.settings;
    if (key !== undefined) await this.store.add({ keyHash: hashOf(key), role: 'operator', clubs: null }, 'bootstrap');
    for (const access of await this.store.all()) this.known.put(access.keyHash, access);
    for (const club of await this.clubStore.all(null)) this.clubs.remember(club);
  }

  async stop(): Promise<void> {}

  of(key: string): Access | undefined | Promise<Access | undefined> {
    return this.known.get(hashOf(key));
  }
}
