/** The measurement for a row of the table of goals (docs/screens.md). */
export type Result = {
	readonly what: string;
	readonly measured: string;
	/** The goal; absent for anchors. */
	readonly goal?: string;
	/** Whether the goal is reached; absent without one. */
	readonly met?: boolean;
};

/** One or several rows, measured together. Throws when the program does not do what is to be measured. */
export type Row = () => Promise<readonly Result[]>;

type Limit = {
	readonly goal: number;
	readonly unit: string;
	/** How many are shown after the point; 0 by default. */
	readonly digits?: number;
};

/** A result that is a number with an upper limit. */
export function atMost(what: string, value: number, {goal, unit, digits = 0}: Limit): Result {
	const shown = value.toLocaleString('en', {maximumFractionDigits: digits, minimumFractionDigits: digits});
	return {what, measured: `${shown} ${unit}`, goal: `${goal.toLocaleString('en')} ${unit}`, met: value <= goal};
}

/** A result that is a list of problems, which should be empty. */
export function nothingWrong(what: string, wrong: readonly string[], good: string): Result {
	return {what, measured: wrong.length === 0 ? good : wrong.join('; '), goal: good, met: wrong.length === 0};
}
