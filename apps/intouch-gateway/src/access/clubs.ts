import { Injectable } from '@nestjs/common';
import { ClubStore, type StoredClub } from '../store/club.store.js';
import { notFound } from '../problem/problem.js';
import { FreshMap } from './fresh-map.js';

/** The clubs there are, from memory. */
@Injectable()
export class Clubs {
  private readonly known: FreshMap<StoredClub>;

  constructor(store: ClubStore) {
    this.known = new FreshMap((clubId) => store.find(clubId));
  }

  remember(club: StoredClub): void {
    this.known.put(club.clubId, club);
  }

  find(clubId: string): StoredClub | undefined | Promise<StoredClub | undefined> {
    return this.known.get(clubId);
  }

  /** @throws {Problem} 404 */
  async get(clubId: string): Promise<StoredClub> {
    const club = await this.find(clubId);
    if (!club) throw notFound('club');
    return club;
  }
}
