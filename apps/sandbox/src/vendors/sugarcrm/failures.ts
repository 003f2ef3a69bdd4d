import { text, type Answer } from '../../http/answer.js';

/** A crash of PHP: HTTP 500 without a word. */
export const crashed: Answer = text(500, 'text/html', '');
/** A crash of the database: among others, what a second create with the same id comes to. */
export const databaseFailure: Answer = text(500, 'text/html', 'Database failure. Please refer to suitecrm.log for details.');
