/** Names what happens next: the work could not be done *now* and is to be tried again as it is. Nothing is dead-lettered for it. */
export abstract class TryLater extends Error {}
