/** The wire: as a table, or as a ladder on the whole screen. */
import {rate} from '../format.ts';
import {keyOf} from '../keys.ts';
import {At} from '../kit/at.tsx';
import {TablePane} from '../kit/table-pane.tsx';
import type {Rect} from '../layout.ts';
import {wireNote} from '../panes/wire-table.ts';
import {paceKeys} from '../peer/peer-pace.ts';
import type {WireScene} from './wire-acts.ts';
import {filterKeys} from './wire-filter.ts';

type Props = {
	readonly scene: WireScene;
	readonly rect: Rect;
	readonly title: string;
	readonly focused: boolean;
	readonly filtering: boolean;
	/** Number of messages since the wire stopped following. */
	readonly fresh: number;
	/** Limit of transfers in bytes a second. */
	readonly pace?: number | undefined;
	onFilter(text: string): void;
};

/** What can be done here, in the lower border. */
function hintOf({focused, filtering, scene, pace}: Props): string {
	if (filtering) return `words, or ${filterKeys}`;
	if (!focused) return '';
	if (pace !== undefined) return `paced ${rate(pace)} so that you can watch · ${paceKeys(' · ')}`;
	const whole = `${keyOf('open', 'wire')} whole message · ${keyOf('ladder', 'wire')}`;
	return scene.look.ladder ? `${whole} table again` : `${whole} ladder · ${keyOf('write', 'wire')} writes a file`;
}

export function WirePane(props: Props) {
	const {scene, rect, title, focused, filtering, fresh, onFilter} = props;
	const {model, at, look} = scene;
	const ladder = look.ladder && focused;
	return (
		<At rect={rect}>
			<TablePane
				width={rect.width}
				height={rect.height}
				title={ladder ? `${title}: ladder` : title}
				note={wireNote(model.list, {follows: at.follows, fresh})}
				hint={hintOf(props)}
				focused={focused}
				rows={model.under.length === 0 ? model.lines : [...model.lines, ...model.under]}
				filter={at.filter}
				filtering={filtering}
				onFilter={onFilter}
			/>
		</At>
	);
}
