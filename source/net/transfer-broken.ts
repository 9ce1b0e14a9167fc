/** A connection to an uploader ended while answers were outstanding. */
type Broken = {
	/**
	 * `foreign`: it does not speak 1.1, as its first answer, or the lack of one, shows (RFC 900002, section 7);
	 * `garbage`: an invalid answer after valid ones; `silent`: nothing arrived for too long; `slow`: next to nothing
	 * did; `closed`: by either side.
	 */
	readonly kind: 'foreign' | 'garbage' | 'silent' | 'slow' | 'closed';
	readonly detail: string;
	/** Whether this request was the one being answered. If not, it may simply be sent again. */
	readonly begun: boolean;
	/** Bytes of the body received. */
	readonly received: number;
	/** Bytes announced. */
	readonly total?: number | undefined;
	/** The duration of `silent` and `slow`, and of the silence that made it `foreign`. */
	readonly seconds?: number | undefined;
};

export class TransferBroken extends Error {
	override readonly name = 'TransferBroken';
	readonly kind: Broken['kind'];
	readonly detail: string;
	readonly begun: boolean;
	readonly received: number;
	readonly total: number | undefined;
	readonly seconds: number;

	constructor({kind, detail, begun, received, total, seconds = 0}: Broken) {
		super(`the transfer broke off (${kind}${detail === '' ? '' : `, ${detail}`})`);
		this.kind = kind;
		this.detail = detail;
		this.begun = begun;
		this.received = received;
		this.total = total;
		this.seconds = seconds;
	}
}
