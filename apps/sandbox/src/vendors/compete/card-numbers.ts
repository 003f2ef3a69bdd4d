const floor = 500_099n;

/** The card numbers in use: who asks for the next one is answered without looking at every customer. */
export class CardNumbers {
  private readonly holders = new Map<string, number>();
  private highest = floor;

  constructor(private readonly customers: () => Iterable<{ BarcodeId?: string }>) {}

  isTaken(cardNumber: string): boolean {
    return this.holders.has(cardNumber);
  }

  /** The highest numeric card number, at least 500099, plus one. Not reserved: two callers get the same. */
  next(): string {
    return String(this.highest + 1n);
  }

  replace(before: unknown, after: unknown): void {
    if (before === after) return;
    if (before !== undefined) this.remove(String(before));
    if (after !== undefined) this.add(String(after));
  }

  clear(): void {
    this.holders.clear();
    this.highest = floor;
  }

  private add(cardNumber: string): void {
    this.holders.set(cardNumber, (this.holders.get(cardNumber) ?? 0) + 1);
    const value = numeric(cardNumber);
    if (value > this.highest) this.highest = value;
  }

  private remove(cardNumber: string): void {
    const left = (this.holders.get(cardNumber) ?? 0) - 1;
    if (left > 0) this.holders.set(cardNumber, left);
    else this.holders.delete(cardNumber);
    if (left <= 0 && numeric(cardNumber) === this.highest) this.recount();
  }

  private recount(): void {
    this.highest = floor;
    for (const { BarcodeId } of this.customers()) {
      const value = numeric(String(BarcodeId));
      if (value > this.highest) this.highest = value;
    }
  }
}

const numeric = (cardNumber: string): bigint => (/^\d{1,20}$/.test(cardNumber) ? BigInt(cardNumber) : 0n);
