/** Injection tokens of the kit. */
export const CONNECTOR = Symbol('the connector definition');
/** {@link BrakeLimits} */
export const BRAKE = Symbol('from when on a run is held');
export const CLOCK = Symbol('the clock');
export type Clock = () => Date;
