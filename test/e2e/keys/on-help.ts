/** Compares what the screen says about its keys with the table. */
import {type Context, hintsFor, reachable} from '../../../source/ui/keys.ts';
import type {TerminalUnderTest} from '../../helpers/terminal.ts';
import * as homes from './homes.ts';

type Home = readonly [name: string, home: (terminal: TerminalUnderTest) => Promise<void>, contexts: readonly Context[]];

/** Places of the peer's screen, with their contexts, the innermost first. */
export const places: readonly Home[] = [
	['the results', homes.atResults, ['here', 'results', 'list', 'panes', 'peer']],
	['the library', homes.atLibrary, ['document', 'library', 'list', 'panes', 'peer']],
	['the network', homes.atNetwork, ['network', 'list', 'panes', 'peer']],
	['the transfers', homes.atTransfers, ['transfers', 'list', 'panes', 'peer']],
	['the wire', homes.atWire, ['wire', 'list', 'panes', 'peer']],
	['the reader', homes.atGuide, ['reader', 'scroll']],
];

const words = (show: string, label: string): string => `${show} ${label}`;

/** The last row as the table has it. */
export const hintsOf = (contexts: readonly Context[]): string =>
	` ${hintsFor(contexts)
		.map(({show, label}) => words(show, label))
		.join('  ')}`;

/** The rows of the menu of keys as the table has them. */
export const helpOf = (contexts: readonly Context[]): readonly string[] =>
	reachable([...contexts, 'always'])
		.filter(({hidden, act}) => hidden !== true && act !== 'help')
		.map(({show, label}) => words(show, label));

/**
 * Where the rows of the open menu of keys are in the table, each once, from the first to the last; -1 for a row that is
 * not there. The reasons why keys are not possible, and for which rows are cut, come and go.
 */
export async function helpPlaces(terminal: TerminalUnderTest, table: readonly string[]): Promise<readonly number[]> {
	const placeOf = (row: string): number => {
		const whole = table.indexOf(row);
		return whole === -1 ? table.findIndex(each => each.startsWith(row)) : whole;
	};
	const places = new Set<number>();
	for (;;) {
		const shown = rowsOf(terminal.screen()).map(placeOf);
		for (const place of shown) places.add(place);
		const lowest = shown.at(-1) ?? -1;
		if (lowest === table.length - 1) return [...places];
		await terminal.press('page-down');
		await terminal.waitFor(screen => placeOf(rowsOf(screen).at(-1) ?? '') !== lowest);
	}
}

function rowsOf(screen: string): readonly string[] {
	const lines = screen.split('\n');
	const top = lines.findIndex(line => line.includes('╭─ Keys ─'));
	const left = lines[top]?.indexOf('╭─ Keys ─') ?? 0;
	const width = (lines[top]?.indexOf('╮', left) ?? 0) - left;
	const end = lines.findIndex((line, at) => at > top && line[left] === '╰');
	return lines.slice(top + 2, end).map(line => withoutReason(line.slice(left + 2, left + width)));
}

const withoutReason = (row: string): string =>
	row
		.trim()
		.replace(/ \([^()]*(?:\)|…)$/, '')
		.replace(/…$/, '')
		.replace(/ {2,}/g, ' ');
