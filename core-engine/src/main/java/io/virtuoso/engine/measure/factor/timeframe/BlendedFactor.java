package io.virtuoso.engine.measure.factor.timeframe;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.model.Dimension;
import io.virtuoso.model.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One measure read on every timeframe and averaged by the timeframe weights over those that are
 * warm. Its quality is the share of timeframe weight that answered. Its inputs are the measure's
 * raw number on each timeframe, then the extra numbers of the base.
 */
public final class BlendedFactor implements Factor {
  private final String name;
  private final Dimension dimension;
  private final List<InputSpec> inputs;
  private final List<Frame> frames;
  private final Measure[] measures;
  private final double totalWeight;
  private final int extras;
  private final String coldReason;
  private final String emptyReason;

  /**
   * @param raw the measure's raw number; its name and the interval make the input's name
   * @param emptyReason why a warm measure may have no answer, in plain words
   * @param extras the measure's further numbers, shown for the base
   * @param measure makes the measure of one frame
   */
  public BlendedFactor(
      Frames frames,
      Dimension dimension,
      String name,
      InputSpec raw,
      String emptyReason,
      List<InputSpec> extras,
      Function<Frame, ? extends Measure> measure) {
    this.frames = frames.all();
    this.dimension = dimension;
    this.name = name;
    this.emptyReason = emptyReason;
    this.extras = extras.size();
    this.totalWeight = frames.totalWeight();
    this.measures =
        this.frames.stream().map(f -> f.<Measure>feed(measure.apply(f))).toArray(Measure[]::new);
    this.inputs = specs(raw, extras);
    this.coldReason = coldReason();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Dimension dimension() {
    return dimension;
  }

  @Override
  public Evidence evidence() {
    return Evidence.CANDLES;
  }

  @Override
  public List<InputSpec> inputs() {
    return inputs;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double weight = 0;
    double sum = 0;
    boolean warm = false;
    for (int i = 0; i < measures.length; i++) {
      Frame frame = frames.get(i);
      double bias = frame.isWarm() ? measures[i].bias() : Double.NaN;
      warm |= frame.isWarm();
      if (!Double.isNaN(bias)) {
        weight += frame.timeframe().weight();
        sum += frame.timeframe().weight() * bias;
      }
      out.input(i, frame.isWarm() ? measures[i].raw() : Double.NaN);
    }
    boolean baseWarm = frames.getFirst().isWarm();
    for (int i = 0; i < extras; i++) {
      out.input(measures.length + i, baseWarm ? measures[0].extra(i) : Double.NaN);
    }
    if (weight > 0) {
      out.present(sum / weight, weight / totalWeight, newestInputMs());
    } else {
      out.absent(warm ? emptyReason : coldReason);
    }
  }

  /** Of the finest warm frame: a coarser bar in progress says nothing about the feed's age. */
  private long newestInputMs() {
    for (int i = 0; i < measures.length; i++) {
      if (frames.get(i).isWarm()) {
        return frames.get(i).inputTimeMs();
      }
    }
    return Reading.NEVER;
  }

  private List<InputSpec> specs(InputSpec raw, List<InputSpec> more) {
    List<InputSpec> specs = new ArrayList<>();
    for (Frame frame : frames) {
      specs.add(new InputSpec(raw.name() + "_" + code(frame), raw.unit()));
    }
    for (InputSpec spec : more) {
      specs.add(new InputSpec(spec.name() + "_" + code(frames.getFirst()), spec.unit()));
    }
    return List.copyOf(specs);
  }

  private String coldReason() {
    List<String> needs = new ArrayList<>();
    for (Frame frame : frames) {
      needs.add(frame.timeframe().barsNeeded() + " bars of " + code(frame));
    }
    return "needs " + String.join(" or ", needs);
  }

  private static String code(Frame frame) {
    Interval interval = frame.timeframe().interval();
    return interval.code();
  }
}
