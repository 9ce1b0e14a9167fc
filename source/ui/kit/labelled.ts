/** Values with their names, in lines of a width. */
import {displayWidth} from '../../text/width.ts';
import {wrap} from './wrap.ts';

/** The cells of the names of values. */
const labelWidth = 9;

/** Width from which a value of several rows stays in its column. */
const columnFrom = 28;

/** A value with its name, in a column of its own if there is room for that. */
export function labelled(label: string, value: string, width: number): readonly string[] {
	const room = width - labelWidth;
	if (displayWidth(value) > room && width < columnFrom) {
		const line = `${label} ${value}`;
		return displayWidth(line) <= width ? [line] : [label, ...wrap(value, width - 2).map(row => `  ${row}`)];
	}
	return wrap(value, room).map((row, at) => `${(at === 0 ? label : '').padEnd(labelWidth)}${row}`);
}
