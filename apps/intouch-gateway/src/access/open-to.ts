import { SetMetadata } from '@nestjs/common';

export const openToPublishers = 'open-to-publishers';
export const makesItsClub = 'makes-its-club';

/** Publishers may use it too; operators may use everything, viewers all that only reads. */
export const OpenToPublishers = (): ClassDecorator & MethodDecorator => SetMetadata(openToPublishers, true);

/** The club in the path need not exist yet. */
export const MakesItsClub = (): MethodDecorator => SetMetadata(makesItsClub, true);
