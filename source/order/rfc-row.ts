/** An RFC as a row of a table. Pure. */
import {titleAmong} from './title-among.ts';

export type RfcRow = {
	readonly rfc: number;
	/** As `titleAmong` says; holders may differ. */
	readonly title: string;
	/** Number of holders. */
	readonly holders: number;
	/** Number of different digests that they declare: more than one means that they have different files. */
	readonly versions: number;
};

/** The row for an RFC with these holders. */
export const rfcRow = (
	rfc: number,
	holders: readonly {readonly title: string; readonly digest?: string}[],
): RfcRow => ({
	rfc,
	title: titleAmong(holders) ?? '',
	holders: holders.length,
	versions: new Set(holders.flatMap(({digest}) => digest ?? [])).size,
});
