/** Injection tokens of the kit. */
export const CONNECTOR = Symbol('the connector definition');
export const CLOCK = Symbol('the clock');
export type Clock = () => Date;
