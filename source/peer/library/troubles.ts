/** Reports each trouble with a file of a folder once, until it is solved. */
import type {Failure} from '../../text/failures.ts';

export class Troubles {
	readonly #report: (failure: Failure) => void;
	/** What was reported last, by the name of the file. */
	readonly #told = new Map<string, string>();

	constructor(report: (failure: Failure) => void) {
		this.#report = report;
	}

	tell(name: string, failure: Failure): void {
		const trouble = JSON.stringify(failure);
		if (this.#told.get(name) === trouble) return;
		this.#told.set(name, trouble);
		this.#report(failure);
	}

	solved(name: string): void {
		this.#told.delete(name);
	}
}
