/** What is said of the rows of a list that have the words that were typed. */
import {filterWords, hasWords} from '../../order/filter-words.ts';
import {count, counted} from '../../text/quantity.ts';
import type {Dialogue} from './dialogue.ts';

type Rows<Row> = {
	readonly rows: readonly Row[];
	/** What a row is, in the singular. */
	readonly what: string;
	textOf(row: Row): string;
	/** What is said of a row. */
	lineOf(row: Row): string;
};

/** Says how many rows there are, and each; with words only those that have all of them, in any case. */
export function sayFound<Row>(words: string, {rows, what, textOf, lineOf}: Rows<Row>, talk: Dialogue): void {
	const wanted = filterWords(words);
	const found = rows.filter(row => hasWords(textOf(row), wanted));
	const all = counted(rows.length, what);
	const isAll = wanted.length === 0 || rows.length === 0;
	talk.say(isAll ? `${all}.` : `${count(found.length)} of ${all}.`);
	talk.sayPage(found.map(lineOf));
}
