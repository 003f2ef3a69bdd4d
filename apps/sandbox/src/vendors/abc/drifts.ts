import type { Params } from '../../scripting/hazard-catalogue.js';

interface Walk {
  readonly shift: 1 | -1;
  /** The last page of the walk that was answered. */
  page: number;
}

/**
 * Hazard `page-drift`. Between two pages somebody came in near the top (`repeat`: the first row of page 2 is the last of
 * page 1 again) or left (`skip`: it is left out). Later pages of the same walk stay moved, as they would: `repeat` loses nobody.
 */
export class Drifts {
  private readonly walks = new Map<string, Walk>();

  /** How many rows further down the page begins. `hazard`: its params, when it hits this request. */
  shift(list: string, page: number, hazard: Params | undefined): number {
    const known = this.walks.get(list);
    if (hazard !== undefined) this.walks.set(list, { shift: hazard['mode'] === 'skip' ? 1 : -1, page });
    else if (known !== undefined && page > known.page) known.page = page;
    else this.walks.delete(list);
    return page === 1 ? 0 : (this.walks.get(list)?.shift ?? 0);
  }

  clear(): void {
    this.walks.clear();
  }
}
