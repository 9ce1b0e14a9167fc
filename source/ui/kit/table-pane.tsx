/** A pane with a table, and the field of its filter while that is being typed. */
import {FramedRow} from './framed-row.tsx';
import {innerWidth, Pane} from './pane.tsx';
import {filteringHint, TextField} from './text-field.tsx';

type Props = {
	readonly width: number;
	readonly height: number;
	readonly title: string;
	readonly note: string;
	readonly hint?: string;
	readonly focused: boolean;
	readonly rows: readonly string[];
	readonly filter: string;
	readonly filtering: boolean;
	/** The label of the filter field; `Filter:` by default. */
	readonly label?: string;
	onFilter(text: string): void;
};

export function TablePane({filter, filtering, onFilter, label = 'Filter:', ...pane}: Props) {
	const title = filter !== '' && !filtering ? `${pane.title} /${filter}` : pane.title;
	if (!filtering) return <Pane {...pane} title={title} />;
	return (
		<Pane {...pane} childrenRows={1}>
			<FramedRow focused={pane.focused}>
				<TextField
					label={` ${label}`}
					value={filter}
					width={innerWidth(pane.width)}
					focused
					hint={filteringHint()}
					onChange={onFilter}
				/>
			</FramedRow>
		</Pane>
	);
}
