/**
 * Whether a list that was taken while the index changed may lack records: what comes behind a removed one moved up,
 * perhaps past the start of a page.
 */
import type {WatchEvent} from '../../protocol/message.ts';
import type {Listed} from './named-lists.ts';

/** After this many lists during which something was removed, one is taken as it is. */
const mostDoubts = 3;

/** The number in a generation `epoch-number`. */
const numberOf = (generation: string): number => Number(generation.slice(generation.lastIndexOf('-') + 1));

export class ListDoubts {
	/** The list is inconsistent until this generation. */
	#settles: string | undefined;
	/** Lists in a row that may lack records. */
	#count = 0;

	/** To be called when a list is complete. */
	listed(listed: Listed | undefined): void {
		this.#settles = listed?.until === listed?.since ? undefined : listed?.until;
	}

	/** Whether this event, of a change during the listing, says that records are missing. */
	hidesRecords({event, generation}: WatchEvent): boolean {
		if (this.#settles === undefined) return false;
		const within = numberOf(generation) <= numberOf(this.#settles);
		const hides = within && (event === 'rfc-removed' || event === 'peer-left') && this.#count < mostDoubts;
		if (hides) this.#count++;
		else if (!within) this.#count = 0;
		if (hides || !within) this.#settles = undefined;
		return hides;
	}
}
