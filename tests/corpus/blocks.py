"""Several except clauses, half done tries, finally, exceptions as values, context managers."""

import contextlib
import math
import time
import warnings
from contextlib import contextmanager, nullcontext, suppress

import numpy as np


class ModelError(Exception):
    pass


class TooLarge(ModelError):
    def __init__(self, value, limit):
        super().__init__(f"{value} > {limit}")
        self.value = value


def two_clauses(x, d):
    try:
        y = math.log(x)/d
    except ValueError:
        y = x*x
    except ZeroDivisionError:
        y = 3.0*x + d
    return y*x


def tuple_of_types(x, d):
    try:
        y = math.sqrt(x)/d
    except (ValueError, ZeroDivisionError, OverflowError):
        y = 2.0*x - d
    return y*y


def bare_except(x, d):
    try:
        y = x/d
    except:  # noqa: E722
        y = x*x
    return y*x


def subclass_order(x, d):
    try:
        y = x/d
    except ZeroDivisionError:
        y = x*5.0
    except ArithmeticError:
        y = x*7.0
    except Exception:
        y = x*9.0
    return y*x


def never_reached_clause(x, d):
    try:
        y = x/d
    except ArithmeticError:
        y = x*7.0
    except ZeroDivisionError:
        y = x*5.0
    return y*x


def shown_exception(x, d):
    try:
        y = x/d
    except ZeroDivisionError as e:
        text = f"{e}: {type(e).__name__}"
        y = x*3.0
        if isinstance(e, ArithmeticError):
            y = y*x
        print(text, end="")
    return y*x


def half_done(x, y):
    a = x*2.0
    try:
        a = x*x
        b = math.log(y)
        a = a*b
    except ValueError:
        a = a*3.0
    return a*x


def half_done_twice(x, d):
    a, b = 1.0, x
    try:
        a = x*x
        b = a/d
        a = b*math.sqrt(x)
        b = math.log(a - 3.0)
    except (ZeroDivisionError, ValueError) as e:
        if isinstance(e, ZeroDivisionError):
            b = b*2.0
    return a*b


def loop_in_a_try(xs):
    s, n = 0.0, 0.0
    try:
        for v in xs:
            n = n + 1.0
            s = s + math.sqrt(float(v))*v
            s = s*1.5
    except ValueError:
        s = s*n
    return s*s + n


def while_in_a_try(x):
    s = 0.0
    k = 4.0
    try:
        while k > -3.0:
            s = s + x*x/k
            k = k - 1.0
    except ZeroDivisionError:
        s = s*x - k
    return s*x


def branch_in_a_try(x, y):
    a = x
    try:
        if math.log(x) > 0.0:
            a = a*x
            a = a + 1.0/y
        else:
            a = math.sin(a)
        a = a*math.sqrt(y)
    except (ValueError, ZeroDivisionError):
        a = a*a*a
    return a*y + a


def break_in_a_try(xs, limit):
    total = 0.0
    try:
        for v in xs:
            if v > limit:
                break
            total = total + math.log(float(v))*v
        total = total*limit
    except ValueError:
        total = total - limit
    return total*total


def return_in_a_try(x, d):
    a = x
    try:
        a = a*x
        if d > 5.0:
            return a*d
        a = a/d
        return a*a
    except ZeroDivisionError:
        a = a*4.0
    return a*x


def retry(x):
    y = 0.0
    for attempt in range(4):
        try:
            y = math.sqrt(x - 2.0 + attempt)*x
            break
        except ValueError:
            y = y + x*0.5
    return y*x


def retry_and_remember(x):
    last = None
    y = 0.0
    for k in range(3):
        try:
            y = y + math.log(x - 1.0 + k)*x
        except ValueError as e:
            last = e
            continue
        y = y*2.0
    if last is not None:
        y = y + x
    return y


def try_in_a_while(x):
    k, y = 0, x
    while True:
        try:
            y = y*x/(k - 2)
        except ZeroDivisionError:
            y = y + x
            break
        k += 1
    return y


def else_runs_where_all_went_well(x, d):
    try:
        y = x/d
    except ZeroDivisionError:
        y = x
    else:
        y = y*y*x
    return y*x


def else_after_a_return(x, d):
    try:
        if x > 3.0:
            return x*x
        y = x/d
    except ZeroDivisionError:
        y = x
    else:
        return 5.0*y*x
    return y*x*x


def finally_runs(x, d):
    k = 1.0
    try:
        y = x/d
    except ZeroDivisionError:
        y = x*x
    finally:
        k = k + x
    return y*k


def finally_after_return(x):
    def f(v):
        try:
            return v*v*v
        finally:
            v = 0.0

    return f(x)*x


def finally_that_returns(x, d):
    def f(v):
        try:
            v = v*v
            v = v/d
        finally:
            return v*3.0

    return f(x)*x


def finally_that_breaks(x):
    y = x
    for k in range(5):
        try:
            y = y*x/(2 - k)
        finally:
            if k == 2:
                break
    return y


def finally_in_a_loop(xs):
    n, s = 0.0, 0.0
    for v in xs:
        try:
            if v < 0.0:
                continue
            s = s + v*v
        finally:
            n = n + v
    return s*n


def nested(x, d):
    a = x
    try:
        a = a*x
        try:
            a = a/d
        except ValueError:
            a = a*100.0
        a = a*2.0
    except ZeroDivisionError:
        a = x*5.0
    return a*x


def nested_and_raised_again(x, d):
    y = 1.0
    try:
        try:
            y = x/d
        except ZeroDivisionError:
            y = x*x
            raise
    except ArithmeticError:
        y = 2.0*x
    return y*x


def nested_in_a_handler(x, d):
    try:
        y = x/d
    except ZeroDivisionError:
        try:
            y = math.log(x - 2.0)
        except ValueError:
            y = x*x
    return y*x


def translated(x, d):
    def divided(v):
        try:
            return v/d
        except ZeroDivisionError as e:
            raise ModelError(f"{v}") from e

    try:
        y = divided(x)*x
    except ModelError:
        y = x*x*x
    return y*x


def checked(v, limit):
    if v > limit:
        raise TooLarge(v, limit)
    if v < 0.0:
        raise ModelError("negative", v)
    return v*v


def own_exceptions(x, limit):
    try:
        y = checked(x, limit)
    except TooLarge as e:
        y = limit*x + len(str(e))*0.0
    except ModelError:
        y = -x
    return y*x


def own_exceptions_in_a_loop(xs, limit):
    s = 0.0
    for v in xs:
        try:
            s = s + checked(v, limit)*limit
        except TooLarge:
            s = s + limit*v
    return s


def raised_exception_object(x):
    error = ValueError("no")
    try:
        if x > 2.0:
            raise error
        y = x*x
    except ValueError:
        y = 3.0*x
    return y*x


def asserted(x):
    assert x > 0.0, f"{x} is not positive"
    try:
        assert x < 2.0, "large"
        y = x*x
    except AssertionError:
        y = 4.0*x
    return y*x


def written_before_it_failed(x, d):
    a = np.zeros(3)
    try:
        a[0] = x*x
        a[1] = x/d
        a[2] = x
    except ZeroDivisionError:
        a[2] = a[0]*x
    return np.sum(a*a)


def written_in_a_loop(x, d):
    a = np.ones(4)
    try:
        for k in range(4):
            a[k] = x*k/(d - k)
    except ZeroDivisionError:
        a[3] = x*x
    return np.sum(a*a*a)


def last_write_of_a_try(x, d):
    a = np.ones(2)
    try:
        a[0] = x/d
    except ZeroDivisionError:
        a[0] = a[1]*x
    return np.sum(a)*a[0]


def list_in_a_try(x, d):
    found = [x, 1.0]
    try:
        found[1] = x*x
        found[0] = x/d
    except ZeroDivisionError:
        pass
    return found[0]*found[1]


def index_error(x, i):
    try:
        y = x[i]*x[0]
    except IndexError:
        y = x[-1]*3.0
    return y*y


def wrong_shapes(x, y):
    try:
        z = np.sum(x*y)
    except ValueError:
        z = np.sum(x)*np.sum(y)
    return z*z


def floating_point_error(x, d):
    with np.errstate(divide="raise", invalid="raise"):
        try:
            y = np.sum(x/d)
        except FloatingPointError:
            y = np.sum(x*x)
    return y*y


def raising_settings_inside(x, d):
    try:
        with np.errstate(all="raise"):
            y = np.sum(x/d)
            y = y*y
    except FloatingPointError:
        y = np.sum(x*x)
    return y*y


def quiet(x):
    with np.errstate(all="ignore"):
        y = np.where(x > 0.0, x*x, np.sin(x))
        return np.sum(y*y*y)


def no_warnings(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        y = np.sum(np.sqrt(x)*x)
    return y*y


def suppressed(x, d):
    y = x
    with suppress(ZeroDivisionError, ValueError):
        y = x*x
        y = y/d
    return y*x


def suppressed_in_a_loop(x):
    s = 0.0
    for k in range(4):
        with contextlib.suppress(ZeroDivisionError):
            s = s + x*x/(k - 1)
    return s


def several_managers(x):
    with nullcontext(x*x) as a, np.errstate(all="ignore"), nullcontext() as b:
        y = a*3.0
    return y*x if b is None else y


class Scaled:
    def __init__(self, factor):
        self.factor = factor
        self.depth = 0.0

    def __enter__(self):
        self.depth = self.depth + 1.0
        return self

    def __exit__(self, kind, error, trace):
        self.depth = self.depth - 1.0
        self.factor = self.factor*2.0
        return False

    def of(self, v):
        return v*self.factor*self.depth


def own_manager(x, k):
    with Scaled(k) as s:
        y = s.of(x)*x
    return y*s.factor + s.depth


def own_manager_left_early(x, k):
    s = Scaled(k)
    for i in range(3):
        with s:
            if i == 1:
                continue
            x = s.of(x)
    return x*s.factor


def return_inside_a_manager(x, k):
    with Scaled(k) as s:
        if x > 1.0:
            return s.of(x)*x
        x = x*s.factor
    return x*x


class Forgiving:
    def __init__(self):
        self.failed = 0.0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            return False
        self.failed = self.failed + 1.0
        return issubclass(kind, ZeroDivisionError)


def manager_that_stops_exceptions(x, d):
    y = x
    with Forgiving() as f:
        y = x/d
        y = y*y
    return y*x*(1.0 + f.failed)


class Timer:
    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.elapsed = time.perf_counter() - self.start


def timed(x):
    with Timer() as t:
        y = x*x*x
    if t.elapsed < 0.0:
        y = y*2.0
    return y*x


@contextmanager
def doubled(v):
    w = 2.0*v
    yield w
    w = 0.0


def generator_manager(x):
    with doubled(x) as w:
        y = w*x
    return y*w


@contextmanager
def guarded(counts, v):
    try:
        yield v*v
    except ZeroDivisionError:
        counts[0] = counts[0] + v
    finally:
        counts[0] = counts[0]*2.0


def generator_manager_that_catches(x, d):
    counts = [1.0]
    y = 3.0*x
    with guarded(counts, x) as q:
        y = q/d
    return y*x*counts[-1]


def return_inside_a_generator_manager(x, d):
    counts = [1.0]
    for k in range(3):
        with guarded(counts, x) as q:
            if k == 1:
                return q*x*counts[-1]
    return x


def two_generator_managers(x, d):
    with doubled(x) as a, doubled(a*x) as b:
        y = a*b
        if d > 1.0:
            y = y*d
    return y*a


def manager_around_a_loop(xs, d):
    s = 0.0
    with Scaled(d) as t:
        for v in xs:
            s = s + t.of(v)*v
    return s*t.factor


class Stopped(ModelError):
    pass


@contextlib.contextmanager
def rescaled(box, f):
    box[0] = box[0]*f
    try:
        yield box[0]
    except ModelError:
        box[0] = box[0] + 1.0*f
    finally:
        box[0] = box[0]*2.0


def finally_inside_a_try(x, d):
    total = 0.0
    for k in range(3):
        try:
            try:
                total += x/(k-1)
            finally:
                total += 1.0*x
        except ZeroDivisionError:
            total *= 2.0
    return total*x


def continue_through_finally(x, d):
    n = 0
    y = x
    while n < 5:
        n += 1
        try:
            y = y*x/(3 - n)
        except ZeroDivisionError:
            y = y + d*x
            continue
        finally:
            y = y*1.1
        y = y - 0.1*x
    return y


def index_past_the_end(x, d):
    arr = np.zeros(3)
    for k in range(4):
        try:
            arr[k] = x*k
        except IndexError:
            arr[0] = x*x*d
    return np.sum(arr*arr)


def dict_half_done(x, d):
    state = {"n": 1.0, "y": x}
    try:
        state["n"] = state["n"]*x
        state["y"] = state["y"]/0
        state["n"] = 100.0
    except ZeroDivisionError:
        state["y"] = state["n"]*d
    return state["y"]*state["n"]


def raised_in_nested_loops(x, d):
    y = x
    try:
        for k in range(3):
            for j in range(3):
                y = y + x*k/(j - k - 0.5)
                if j == 2 and k == 1:
                    raise ModelError("stop")
                y = y*1.01
    except ModelError:
        y = y*d
    else:
        y = y*100.0
    return y


def all_clauses_in_a_loop(x, d):
    def risky(v):
        if v > 2.0:
            raise Stopped("big")
        return v*v
    best = 0.0
    for g in (0.5, 1.0, 3.0):
        try:
            best = risky(g*x)
        except ModelError as e:
            print(type(e).__name__, end="")
            break
        else:
            best = best + 1.0*x
        finally:
            best = best*d
    else:
        best = -best
    return best*x


def two_tries_on_one_variable(x, d):
    try:
        x = x*2
        x = x/0
    except ZeroDivisionError:
        x = x*3
    try:
        x = x*d
        x = math.sqrt(-1.0 - x*x)
    except ValueError:
        x = x*x
    return x


def suppress_inside_suppress(x, d):
    y = x
    with contextlib.suppress(ModelError):
        with contextlib.suppress(ValueError):
            y = y*2
            raise ModelError("q")
        y = y*7
    return y*x


def updates_half_done(x, d):
    y = 1.0
    try:
        y *= x
        y *= x
        y /= 0
        y *= 50.0
    except ZeroDivisionError as e:
        y += float(len(str(e)) > 3)*x
    return y


def array_update_that_fails(x, d):
    v = np.array([x, d, x*d])
    w = v*1.0
    try:
        w += np.ones(4)
    except ValueError:
        w *= 2.0
    return np.sum(w*v)


def raised_at_the_bottom(x, d):
    def f(v, depth):
        try:
            if depth > 1:
                raise ModelError("deep")
            return f(v*2.0, depth + 1) + v
        except ModelError:
            return v*v
    return f(x, 0)*d


def finally_changes_what_is_read(x, d):
    try:
        try:
            y = x*d
            z = y/0
        finally:
            y = y*2.0
    except ZeroDivisionError:
        return y*x
    return z


def walked_past_the_end(x, d):
    xs = [x, d, -x]
    s = 0.0
    it = 0
    try:
        while True:
            s += xs[it]*xs[it]*(it+1)
            it += 1
    except IndexError:
        s *= it
    return s


def pair_half_done(x, d):
    y = x
    try:
        y, z = y*2.0, y/0
        y = y*z
    except ZeroDivisionError:
        y = y*d
    return y


def finally_after_return_in_a_loop(x, d):
    def f(v):
        for k in range(3):
            try:
                if k == 1:
                    return v*k
                v = v*v
            finally:
                v = v + d
        return v
    return f(x)


def continue_in_a_generator_manager(x, d):
    box = [x]
    t = 0.0
    for k in range(3):
        with rescaled(box, d) as q:
            if k == 1:
                continue
            t = t + q*x
    return t*box[0]


def filled_past_the_end(x, d):
    a = np.zeros(4)
    n = 0
    try:
        for k in range(10):
            a[k] = x*(k+1)
            n = n + 1
            a[k] = a[k]*d
    except IndexError:
        a[0] = a[0]*n*x
    return np.sum(a*a)


def raised_again_by_text(x, d):
    y = x
    for k in range(3):
        try:
            if k == 1:
                raise ModelError(f"{k}")
            y = y*x
        except Stopped:
            y = y*1000.0
        except (ModelError, KeyError) as e:
            if str(e) == "1":
                y = y + d
            else:
                raise
    return y


def finally_between_handlers(x, d):
    p = x
    try:
        p = p*2.0
        try:
            p = p*3.0
            p = p/0
        except ValueError:
            p = 0.0*x
        else:
            p = 1.0
        finally:
            p = p*5.0
    except ArithmeticError:
        p = p*d
    finally:
        p = p + x
    return p


def first_that_works(x, d):
    def first_ok(fs):
        for f in fs:
            try:
                return f(x)
            except (ValueError, ZeroDivisionError):
                continue
        return 0.0*x
    return first_ok([lambda v: math.log(-v), lambda v: v/0, lambda v: v*v*d, lambda v: v])


def stop_iteration(x, d):
    count = 0
    y = x
    while True:
        try:
            if count > 3:
                raise StopIteration
            y = y*d
        except StopIteration:
            break
        finally:
            count += 1
    return y*count


def return_from_nested_loops(x, d):
    q = 0.0
    for i in range(2):
        for j in range(2):
            try:
                q += x/(i - j)
            except ZeroDivisionError:
                if i == 1:
                    return q*d
                q += d*x
    return q


def raised_on_one_path(x, c):
    if c > 0.0:
        if x < 0.0:
            raise ValueError("negative")
        y = x*x
    else:
        y = x*3.0
    return y


def two_targets(x, a):
    z = 5.0
    try:
        z = a[2] = x*2.0
    except IndexError:
        pass
    return z*x


class Counts:
    def __init__(self, weight):
        self.weight, self.hits = weight, 0

    def __enter__(self):
        return self.weight

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.weight = self.weight*2.0
            return None
        self.hits += 1
        return kind is ModelError or issubclass(kind, ZeroDivisionError)


def one_manager_for_several_blocks(x, d):
    m = Counts(x)
    y = x
    for k in range(3):
        with m as w:
            y = y*w
            y = y/(1 - k)
            y = y*d
    return y*m.hits


PROGRAMS = {
    two_clauses: [(1.7, 2.0), (-1.5, 2.0), (1.5, 0)],
    tuple_of_types: [(1.7, 2.0), (-1.5, 2.0)],
    bare_except: [(1.7, 2.0), (1.7, 0)],
    subclass_order: [(1.7, 2.0), (1.7, 0)],
    never_reached_clause: [(1.7, 2.0), (1.7, 0)],
    shown_exception: [(1.7, 2.0), (1.7, 0)],
    half_done: [(1.5, 2.0), (1.5, -2.0)],
    half_done_twice: [(2.5, 1.5), (1.2, 1.5), (1.2, 0)],
    loop_in_a_try: [(np.array([1.0, 2.0, 0.5]),), (np.array([1.0, 2.0, -0.5, 3.0]),)],
    while_in_a_try: [(1.3,)],
    branch_in_a_try: [(1.5, 2.0), (0.5, 2.0), (1.5, -2.0), (-1.5, 2.0), (0.5, -2.0)],
    break_in_a_try: [(np.array([1.0, 2.0, 9.0, -1.0]), 5.0), (np.array([1.5, -1.0, 2.0]), 5.0)],
    return_in_a_try: [(1.5, 2.0), (1.5, 6.0), (1.5, 0)],
    retry: [(1.3,), (2.5,), (0.2,)],
    retry_and_remember: [(1.7,), (0.3,)],
    try_in_a_while: [(1.3,)],
    else_runs_where_all_went_well: [(1.3, 2.0), (1.3, 0)],
    else_after_a_return: [(1.3, 2.0), (4.0, 2.0), (1.3, 0)],
    finally_runs: [(1.3, 2.0), (1.3, 0)],
    finally_after_return: [(1.3,)],
    finally_that_returns: [(1.3, 2.0), (1.3, 0)],
    finally_that_breaks: [(1.3,)],
    finally_in_a_loop: [(np.array([1.0, -2.0, 3.0]),)],
    nested: [(1.3, 2.0), (1.3, 0)],
    nested_and_raised_again: [(1.3, 2.0), (1.3, 0)],
    nested_in_a_handler: [(1.3, 2.0), (1.3, 0)],
    translated: [(1.3, 2.0), (1.3, 0)],
    own_exceptions: [(1.3, 2.0), (3.0, 2.0), (-1.0, 2.0)],
    own_exceptions_in_a_loop: [([1.0, 3.0, 1.5], 2.0)],
    raised_exception_object: [(1.3,), (2.5,)],
    asserted: [(1.3,), (2.5,)],
    written_before_it_failed: [(1.3, 2.0), (1.3, 0)],
    written_in_a_loop: [(1.3, 7.5), (1.3, 2)],
    last_write_of_a_try: [(1.3, 2.0), (1.3, 0)],
    list_in_a_try: [(1.3, 2.0), (1.3, 0)],
    index_error: [(np.array([1.0, 2.0]), 1), (np.array([1.0, 2.0]), 5)],
    wrong_shapes: [(np.ones(3), np.arange(3.0)), (np.ones(3), np.arange(2.0))],
    floating_point_error: [(np.ones(2), np.array([1.0, 2.0])), (np.ones(2), np.array([1, 0]))],
    raising_settings_inside: [(np.ones(2), np.array([1.0, 2.0])), (np.ones(2), np.array([1, 0]))],
    quiet: [(np.array([1.0, -2.0, 3.0]),)],
    no_warnings: [(np.array([1.0, 2.0, 3.0]),)],
    suppressed: [(1.3, 2.0), (1.3, 0)],
    suppressed_in_a_loop: [(1.3,)],
    several_managers: [(1.3,)],
    own_manager: [(1.3, 2.0)],
    own_manager_left_early: [(1.3, 2.0)],
    return_inside_a_manager: [(1.3, 2.0), (0.3, 2.0)],
    manager_that_stops_exceptions: [(1.3, 2.0), (1.3, 0)],
    timed: [(1.3,)],
    generator_manager: [(1.3,)],
    generator_manager_that_catches: [(1.3, 2.0), (1.3, 0)],
    return_inside_a_generator_manager: [(1.3, 2.0)],
    two_generator_managers: [(1.3, 2.0), (1.3, 0.5)],
    manager_around_a_loop: [(np.array([1.0, 2.0]), 2.0)],
    finally_inside_a_try: [(1.3, 0.7), (1.3, 2.0)],
    continue_through_finally: [(1.3, 0.7), (1.3, 2.0)],
    index_past_the_end: [(1.3, 0.7), (1.3, 2.0)],
    dict_half_done: [(1.3, 0.7), (1.3, 2.0)],
    raised_in_nested_loops: [(1.3, 0.7), (1.3, 2.0)],
    all_clauses_in_a_loop: [(1.3, 0.7), (1.3, 2.0)],
    two_tries_on_one_variable: [(1.3, 0.7), (1.3, 2.0)],
    suppress_inside_suppress: [(1.3, 0.7), (1.3, 2.0)],
    updates_half_done: [(1.3, 0.7), (1.3, 2.0)],
    array_update_that_fails: [(1.3, 0.7), (1.3, 2.0)],
    raised_at_the_bottom: [(1.3, 0.7), (1.3, 2.0)],
    finally_changes_what_is_read: [(1.3, 0.7), (1.3, 2.0)],
    walked_past_the_end: [(1.3, 0.7), (1.3, 2.0)],
    pair_half_done: [(1.3, 0.7), (1.3, 2.0)],
    finally_after_return_in_a_loop: [(1.3, 0.7), (1.3, 2.0)],
    continue_in_a_generator_manager: [(1.3, 0.7), (1.3, 2.0)],
    filled_past_the_end: [(1.3, 0.7), (1.3, 2.0)],
    raised_again_by_text: [(1.3, 0.7), (1.3, 2.0)],
    finally_between_handlers: [(1.3, 0.7), (1.3, 2.0)],
    first_that_works: [(1.3, 0.7), (1.3, 2.0)],
    stop_iteration: [(1.3, 0.7), (1.3, 2.0)],
    return_from_nested_loops: [(1.3, 0.7), (1.3, 2.0)],
    raised_on_one_path: [(3.0, 1.0), (3.0, -1.0)],
    two_targets: [(1.3, np.ones(2)), (1.3, np.ones(3))],
    one_manager_for_several_blocks: [(1.3, 0.7)],
}
