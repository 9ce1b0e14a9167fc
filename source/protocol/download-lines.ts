/** Line ends in 1.0 answers to GET, as other implementations write them (RFC 900001, sections 3 and 6.2). */
import {trimBlankEnd} from './head.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** Up to this many bytes of line ends behind a document are dropped. */
const mostSurplus = 4;

/**
 * The text of a line that was read up to its LF, without blanks at its end: they may stand in an empty line, too. A CR in
 * front belongs to the LF before it: LF CR.
 */
export const lineText = (bytes: Buffer): string => trimBlankEnd(bytes.toString('utf8').replace(/\r{1,2}$|^\r/g, ''));

/** Whether bytes begin with a CR. */
export const startsWithReturn = (bytes: Uint8Array): boolean => bytes[0] === carriageReturn;

/** Whether bytes behind a document are nothing but line ends that somebody wrote there. */
export const isSurplus = (bytes: Uint8Array): boolean =>
	bytes.length <= mostSurplus && bytes.every(byte => byte === lineFeed || byte === carriageReturn);
