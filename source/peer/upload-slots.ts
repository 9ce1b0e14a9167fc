/** Who sends a document holds a slot for as long as bytes go out, and no longer. */
import {ProtocolError} from '../protocol/status.ts';

export class Slots {
	readonly #count: number;
	#taken = 0;

	constructor(count: number) {
		this.#count = count;
	}

	get free(): number {
		return this.#count - this.#taken;
	}

	/** Takes a slot and gives the way to give it back. Throws a `ProtocolError` 503 when there is none. */
	take(): () => void {
		if (this.#taken >= this.#count) {
			throw new ProtocolError(503, `All ${this.#count} upload slots are taken.`);
		}
		this.#taken++;
		let held = true;
		return () => {
			if (held) this.#taken--;
			held = false;
		};
	}
}
